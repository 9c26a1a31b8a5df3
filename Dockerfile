# Plain syntax, without BuildKit's additions, so that docker, podman and buildah all build it.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY src ./src
COPY migrations ./migrations
RUN npm run build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="Wellmet" \
      org.opencontainers.image.description="GraphQL backend for people who run networking groups" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production PORT=4000 DATA_DIR=/tmp/wellmet
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself as the first process, so that it gets the signals: npm would keep them.
CMD ["node", "dist/src/server/main.js"]

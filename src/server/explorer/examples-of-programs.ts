/** What members and owners look after that is asked by programs. */
import type { Example } from "./example.ts";

export const PROGRAMS: readonly Example[] = [
  {
    query: `# Programs that ask for you, and for your
# group: what each may, and when it last
# did. For somebody signed in; keys show
# to organisers, ada@harbour.example is one.
# narrowApp and disconnectApp take back.
query ProgramsThatAsk {
  viewer {
    connectedApps {
      edges {
        node {
          name
          scopes
          seesAllGroups
          lastUsedAt
        }
      }
    }
    apps {
      edges {
        node {
          id
          name
          redirectUris
        }
      }
    }
  }
  group(by: { slug: "harbour-breakfast" }) {
    apiKeys {
      edges {
        node {
          name
          kind
          prefix
          scopes
          allowedOrigins
        }
      }
    }
  }
}
`,
  },
];

/** What organisers read and do. */
import { groupId } from "../../command-line/demo/demo-groups.ts";
import { REPORT_ID } from "../../command-line/demo/demo-reports.ts";
import { globalId } from "../../platform/ids.ts";
import { type Example, person, pretty } from "./example.ts";

export const ORGANISING: readonly Example[] = [
  {
    query: `# Who stands in the books twice, and why.
# For organisers: sign in with the token
# of ada@harbour.example. What mergePeople
# makes one, unmergePeople parts again.
query LikelyDuplicates {
  group(by: { slug: "harbour-breakfast" }) {
    likelyDuplicates(first: 20) {
      edges {
        node {
          person {
            id
          }
          personName
          duplicate {
            id
          }
          duplicateName
          reasons
          score
        }
      }
    }
    personMerges(filter: { standing: true }) {
      totalCount
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Who holds which office, who held it
# before, and who will: members read what
# took effect, organisers the plans too.
query Offices {
  group(by: { slug: "harbour-breakfast" }) {
    roleTerms(first: 20) {
      edges {
        node {
          title
          role
          startsOn
          endedOn
          takenUpAt
          person {
            profile {
              displayName
            }
          }
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Hands an office on, today. With an
# "effectiveOn" to come it is a plan.
mutation HandOver($input: HandOverInput!) {
  handOver(input: $input) {
    group {
      roleTerms(filter: { standing: true }) {
        totalCount
      }
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({
      input: {
        groupId: globalId("grp", groupId("harbourBreakfast")),
        assignments: [{ personId: person("priya"), role: "HOST", title: "Greeter" }],
        idempotencyKey: "greeter of this year",
      },
    }),
    needsOrganiser: true,
  },
  {
    query: `# Who came without a membership: how
# often, who asked them in, who joined.
query Visitors {
  group(by: { slug: "harbour-breakfast" }) {
    visitors(first: 20) {
      edges {
        node {
          name
          visitCount
          lastVisitAt
          invitedBy {
            profile {
              displayName
            }
          }
          joinedAt
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Files brought in, with every fault. The
# next one begins with beginImport.
query Imports {
  group(by: { slug: "harbour-breakfast" }) {
    imports(first: 20) {
      edges {
        node {
          kind
          status
          created
          faultCount
          faults {
            line
            reason
          }
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Everything the group owns, as a ZIP of
# tables: GET the path within ten minutes.
mutation TakeItAllOut($input: ExportGroupInput!) {
  exportGroup(input: $input) {
    path
    expiresAt
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({ input: { groupId: globalId("grp", groupId("harbourBreakfast")) } }),
    needsOrganiser: true,
  },
  {
    query: `# Keys belong to groups, not to whoever made them:
# a site's, for the pages of its origins, or a
# server's, with scopes. Shown once, kept as a hash.
query KeysOfMyGroup {
  group(by: { slug: "harbour-breakfast" }) {
    apiKeys(first: 10, filter: { isLive: true }) {
      totalCount
      edges {
        node {
          name
          kind
          prefix
          scopes
          lastUsedAt
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# What members told the organisers is
# wrong, and what was decided. Who is
# reported never sees it; who reported
# it reads viewer { reportsMade }.
query Reports {
  group(by: { slug: "harbour-breakfast" }) {
    reports(first: 20) {
      edges {
        node {
          id
          reason
          words
          reporter {
            id
          }
          reportedAt
          decidedAt
          outcome
        }
      }
    }
  }
}
`,
    needsOrganiser: true,
  },
  {
    query: `# Decides on it. REMOVED, BANNED and
# the like are done together with it.
mutation DecideReport($input: DecideReportInput!) {
  decideReport(input: $input) {
    report {
      outcome
      decidedAt
    }
    errors {
      code
      message
    }
  }
}
`,
    variables: pretty({
      input: {
        reportId: globalId("rep", REPORT_ID),
        outcome: "WARNED",
        warning: "Please ask before you sell.",
      },
    }),
    needsOrganiser: true,
  },
];

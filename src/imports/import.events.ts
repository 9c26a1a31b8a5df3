declare module "../platform/events.ts" {
  interface Events {
    /** A file of an organiser has arrived, and is to be tried. */
    "import.uploaded": { readonly importId: string };
    /** The organiser said yes to it. */
    "import.confirmed": { readonly importId: string };
    /** The operator brought in a file. One event for all of its lines: nobody is to be written to about them. */
    "import.done": {
      readonly groupId: string;
      readonly kind: string;
      readonly created: number;
      readonly updated: number;
    };
  }
}

export {};

declare module "../platform/events.ts" {
  interface Events {
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

export declare function leaksWritten(file: string): string[];

type Report = {
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

export declare function skippedLines(report: Report | undefined): string[];

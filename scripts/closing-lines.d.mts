export declare function leaksWritten(file: string): string[];

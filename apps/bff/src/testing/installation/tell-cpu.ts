// Imported before `main.ts`: answers whoever started the process with the CPU time that it has used.
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();

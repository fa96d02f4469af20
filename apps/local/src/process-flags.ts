/**
 * How Node runs each process of the house. Young objects get semi-spaces of 4 MiB instead of 16: whoever has just
 * loaded its modules would hold them full for ever. And the heap at most doubles before it is looked through whole;
 * by itself it grows up to four times what is alive, as long as the machine has memory.
 */
export const processFlags: readonly string[] = ['--max-semi-space-size=4', '--heap-growing-percent=100'];

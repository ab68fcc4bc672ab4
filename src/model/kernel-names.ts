/** Processes of the kernel, which have no image. */
export const KERNEL_PROCESSES = [
  'System',
  'Registry',
  'Secure System',
  'MemCompression',
  'Memory Compression',
  'vmmem',
] as const;

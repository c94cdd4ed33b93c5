// The part of the library that reads and writes disks; everything else runs in a browser too.
export { readFolder } from './node/read.ts';
export { writeFolder } from './node/write.ts';

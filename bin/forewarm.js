#!/usr/bin/env node
// The command of the published package. Plain JavaScript in words that old versions know too: a Node
// that can't run forewarm must get a sentence, not a syntax error.
const neededNode = 24;

if (Number(process.versions.node.split('.')[0]) < neededNode) {
  console.error(`forewarm needs Node ${neededNode} or newer; this is Node ${process.versions.node}`);
  process.exitCode = 2;
} else {
  void import('../dist/main.js');
}

import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';

/**
 * The line at which a member of a JSON text stands, from 1. The text is parsed with places only when this is asked: that
 * takes many times the memory of the data.
 */
export const lineFinder = (text: string): ((path: JSONPath) => number) => {
  let tree: Node | undefined;
  return (path) => {
    tree ??= parseTree(text);
    const node = tree && nearest(tree, path);
    return lineAt(text, node?.offset ?? 0);
  };
};

/** A member that is missing is looked for where it should be. */
const nearest = (tree: Node, path: JSONPath): Node =>
  findNodeAtLocation(tree, path) ?? (path.length === 0 ? tree : nearest(tree, path.slice(0, -1)));

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** A value of a YAML file with its place. Lines and columns count from 1. */
export type Tree =
  | (Spot & { readonly kind: 'scalar'; readonly value: string | number | boolean | null })
  | (Spot & { readonly kind: 'list'; readonly items: readonly Tree[] })
  | (Spot & { readonly kind: 'map'; readonly entries: readonly TreeEntry[] });

export interface Spot {
  readonly line: number;
  readonly column: number;
}

export interface TreeEntry extends Spot {
  readonly key: string;
  readonly node: Tree;
}

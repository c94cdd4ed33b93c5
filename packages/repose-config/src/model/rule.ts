/**
 * Rules between several values of one element: what Repose writes as XSD 1.1 assertions.
 */

/** An element as the rules see it: values read by their types, defaults filled in. */
export interface RuleNode {
  readonly name: string;
  /** Every child element, in order. */
  readonly children: readonly RuleNode[];
  /** The children of that name. */
  childrenOf(name: string): readonly RuleNode[];
  /** The attribute's value without the white space that its type ignores, or its default. */
  value(attribute: string): string | undefined;
  /** Whether the attribute stands in the file. */
  has(attribute: string): boolean;
  /** Whether the value can't be known yet, because a placeholder stands in it. */
  unknown(attribute: string): boolean;
  /** The element's own text, or its default where it is empty. */
  readonly text: string;
  /** Whether any text at all stands in the element, white space too. */
  readonly hasText: boolean;
  /** The line that the element, or the attribute, starts in. */
  line(attribute?: string): number;
}

export interface RuleReport {
  /** Where: the element, or one of its attributes. */
  readonly at: RuleNode;
  readonly attribute?: string | undefined;
  readonly message: string;
  readonly hint: string;
}

export interface Rule {
  /** Unique among all rules: `system-model/node-ids`. */
  readonly id: string;
  /** The rule in one sentence. */
  readonly doc: string;
  readonly check: (node: RuleNode, report: (finding: RuleReport) => void) => void;
}

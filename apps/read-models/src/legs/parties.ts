interface Route {
  readonly lead: string;
  readonly legs: readonly { readonly agency: string; readonly monitor?: string }[];
}

/** Who has a part in an interlinked dossier, and so sees it: each once. */
export const partiesOf = ({ lead, legs }: Route): readonly string[] => [
  ...new Set([lead, ...legs.flatMap(({ agency, monitor = agency }) => [agency, monitor])]),
];

import { ofDossiers } from '../dossier-desk/found-dossiers.projection';
import type { Projection } from '../projector/projection';
import { entry } from './entries';
import { ofDocuments, party } from './found-documents.projection';
import { ofPapers } from './found-papers.projection';

/** What an agency may find by what: whatever has a number, by it. */
export const searchWords: Projection = {
  name: 'search-words.v2',
  tables: [entry, party],
  on: { ...ofDocuments, ...ofPapers, ...ofDossiers },
};

-- Results of legs that are a document of the registers. Those of before are none, so nothing is built again for them.
alter table dossier_leg add column result_document text;

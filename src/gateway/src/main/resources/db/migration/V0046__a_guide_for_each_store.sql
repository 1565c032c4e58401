-- A guide stands for a code at their own store: whoever is first at another one keeps nobody's place.
ALTER TABLE guide_bond DROP CONSTRAINT guide_bond_once;
ALTER TABLE guide_bond ADD CONSTRAINT guide_bond_once PRIMARY KEY (lot, serial, store_id);

-- Sellers of a brand's goods: dealers and stores.
CREATE TABLE partner (
    id         uuid PRIMARY KEY,
    brand_id   uuid NOT NULL REFERENCES brand,
    kind       text NOT NULL CHECK (kind IN ('DEALER', 'STORE')),
    name       text NOT NULL,
    dealer_id  uuid,
    territory  text[] NOT NULL,
    state      text NOT NULL CHECK (state IN ('ACTIVE', 'SUSPENDED', 'CLOSED')),
    created_at timestamptz NOT NULL,
    UNIQUE (brand_id, id),
    FOREIGN KEY (brand_id, dealer_id) REFERENCES partner (brand_id, id),
    CHECK (kind = 'STORE' OR dealer_id IS NULL),
    CHECK (kind = 'DEALER' OR territory = '{}')
);
COMMENT ON COLUMN partner.dealer_id IS 'of a store: its supplier; null when nobody in particular is';
COMMENT ON COLUMN partner.territory IS
    'of a dealer: codes of GB/T 2260, six digits, a province or less; empty for everywhere';
COMMENT ON COLUMN partner.state IS 'a dealer who is suspended, and whoever is closed, earns nothing';
CREATE INDEX partner_by_brand ON partner (brand_id, kind, id);
CREATE INDEX partner_of_dealer ON partner (dealer_id) WHERE dealer_id IS NOT NULL;

-- Roles of people at a partner. Those without a brand come with every brand.
CREATE TABLE partner_role (
    id       uuid PRIMARY KEY,
    brand_id uuid REFERENCES brand,
    name     text NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('DEALER', 'STORE')),
    slot     text CHECK (slot IN ('STORE', 'GUIDE', 'DEALER')),
    may      text[] NOT NULL,
    CHECK (slot <> 'DEALER' OR kind = 'DEALER'),
    CHECK (slot NOT IN ('STORE', 'GUIDE') OR kind = 'STORE')
);
COMMENT ON COLUMN partner_role.kind IS 'the kind of partner where somebody can have it';
COMMENT ON COLUMN partner_role.slot IS 'the rewards that it earns; null for none';
CREATE UNIQUE INDEX partner_role_by_name ON partner_role
    (coalesce(brand_id, '00000000-0000-0000-0000-000000000000'), name);
INSERT INTO partner_role (id, brand_id, name, kind, slot, may) VALUES
    ('00000000-0000-8000-8000-000000000001', NULL, 'DEALER', 'DEALER', 'DEALER', '{INVITE}'),
    ('00000000-0000-8000-8000-000000000002', NULL, 'STORE', 'STORE', 'STORE', '{OPEN,REDEEM,INVITE}'),
    ('00000000-0000-8000-8000-000000000003', NULL, 'GUIDE', 'STORE', 'GUIDE', '{OPEN,REDEEM}');

-- A person in a role at a partner. It ends, and is never deleted.
CREATE TABLE partner_employee (
    id         uuid PRIMARY KEY,
    brand_id   uuid NOT NULL,
    partner_id uuid NOT NULL,
    role_id    uuid NOT NULL REFERENCES partner_role,
    member_id  uuid NOT NULL,
    name       text NOT NULL,
    joined_at  timestamptz NOT NULL,
    left_at    timestamptz,
    FOREIGN KEY (brand_id, partner_id) REFERENCES partner (brand_id, id),
    CHECK (left_at >= joined_at)
);
CREATE UNIQUE INDEX partner_employee_once ON partner_employee (partner_id, role_id, member_id) WHERE left_at IS NULL;
CREATE INDEX partner_employee_of_member ON partner_employee (member_id, partner_id) WHERE left_at IS NULL;
CREATE INDEX partner_employee_first ON partner_employee (partner_id, role_id, joined_at, id) WHERE left_at IS NULL;
CREATE INDEX partner_employee_of_partner ON partner_employee (partner_id, joined_at);

-- Pseudonyms of where people of partners were seen from within a day: every network and browser, not only the last.
CREATE TABLE employee_pseudonym (
    member_id    uuid NOT NULL,
    device       uuid NOT NULL,
    network      uuid NOT NULL,
    brand_id     uuid NOT NULL,
    seen_at      timestamptz NOT NULL,
    confirmed_at timestamptz,
    PRIMARY KEY (member_id, device)
);
COMMENT ON COLUMN employee_pseudonym.network IS 'a pseudonym of the network';
COMMENT ON COLUMN employee_pseudonym.device IS 'a pseudonym of that network and the browser';
COMMENT ON COLUMN employee_pseudonym.confirmed_at IS 'when the PIN was last given from there; null for never';
CREATE INDEX employee_pseudonym_by_device ON employee_pseudonym (device, seen_at);
CREATE INDEX employee_pseudonym_by_network ON employee_pseudonym (brand_id, network, seen_at);
CREATE INDEX employee_pseudonym_by_age ON employee_pseudonym (seen_at);

-- PINs of people of partners: one for each person and brand.
CREATE TABLE employee_pin (
    member_id uuid PRIMARY KEY,
    digest    bytea NOT NULL CHECK (length(digest) = 32),
    chosen_at timestamptz NOT NULL
);
COMMENT ON COLUMN employee_pin.digest IS 'under a key that is not in the database: six digits could be guessed otherwise';

-- Wrong PINs that were tried; as many as there can be lock the person for a while.
CREATE TABLE wrong_pin (
    member_id uuid NOT NULL,
    tried_at  timestamptz NOT NULL,
    digest    bytea NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (member_id, tried_at, digest)
);
COMMENT ON COLUMN wrong_pin.digest IS 'as of a PIN, so that a request that is sent again counts once';
CREATE INDEX wrong_pin_by_age ON wrong_pin (tried_at);

CREATE TABLE invitation (
    id           uuid PRIMARY KEY,
    brand_id     uuid NOT NULL,
    partner_id   uuid NOT NULL,
    role_id      uuid NOT NULL REFERENCES partner_role,
    token_hash   bytea NOT NULL UNIQUE,
    takes_over   boolean NOT NULL,
    made_by      uuid NOT NULL,
    made_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    withdrawn_at timestamptz,
    accepted_by  uuid,
    accepted_at  timestamptz,
    FOREIGN KEY (brand_id, partner_id) REFERENCES partner (brand_id, id),
    CHECK ((accepted_by IS NULL) = (accepted_at IS NULL)),
    CHECK (withdrawn_at IS NULL OR accepted_at IS NULL)
);
COMMENT ON COLUMN invitation.takes_over IS 'true where the present holder of the role leaves when it is accepted';
COMMENT ON COLUMN invitation.made_by IS 'a staff key, or a person of the partner';
-- Pages of a partner's invitations in the order of their ids, and those that count against the most that are open.
CREATE INDEX invitation_of_partner ON invitation (partner_id, id);
CREATE INDEX invitation_open ON invitation (partner_id, expires_at) WHERE accepted_at IS NULL AND withdrawn_at IS NULL;

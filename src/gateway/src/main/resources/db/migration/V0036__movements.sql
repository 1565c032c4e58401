-- Where goods go: out to a dealer or a store, received there, returned. A movement is a row for good; where something
-- is follows from the latest. Devices that were offline send late and twice: the number that a device gave makes it one.
CREATE TABLE movement (
    id          uuid PRIMARY KEY,
    brand_id    uuid NOT NULL,
    device      text NOT NULL,
    sequence    bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('OUTBOUND', 'RECEIPT', 'RETURN')),
    lot         integer NOT NULL,
    serial      integer NOT NULL,
    partner_id  uuid NOT NULL,
    order_no    text,
    moved_at    timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    CONSTRAINT movement_once UNIQUE (brand_id, device, sequence),
    FOREIGN KEY (brand_id, partner_id) REFERENCES partner (brand_id, id)
);
COMMENT ON COLUMN movement.partner_id IS 'OUTBOUND: to whom; RECEIPT: by whom; RETURN: from whom';
COMMENT ON COLUMN movement.recorded_by IS 'a staff key, or a person of the partner';
CREATE INDEX movement_by_code ON movement (lot, serial, moved_at);
CREATE INDEX movement_by_partner ON movement (partner_id, moved_at);
CREATE INDEX movement_by_brand ON movement (brand_id, id);
CREATE TRIGGER movement_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

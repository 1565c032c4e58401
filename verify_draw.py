import csv
import json
import sys
from hashlib import sha256


def rules_text(campaign):
    lines = ["yima/rules/1", f"campaign {campaign['id']}", f"currency {campaign['currency']}",
             f"claims {campaign['claims']}"]
    for line, prize in enumerate(campaign["prizes"]):
        amount = prize["amountMinor"] if prize["kind"] == "CASH" else prize["points"]
        lines.append(f"prize {line} {prize['kind']} {amount} {prize['count']}")
    return "".join(line + "\n" for line in lines)


def commitment(seed, rules):
    return sha256(b"yima/draw/1" + seed + sha256(rules.encode()).digest()).hexdigest()


def place(seed, claims, position):
    bits = max(2, (claims - 1).bit_length())
    left_bits = bits // 2
    right_bits = bits - left_bits
    while True:
        left, right, width = position >> right_bits, position & (1 << right_bits) - 1, left_bits
        for number in range(10):
            digest = sha256(seed + bytes([number]) + right.to_bytes(4, "big")).digest()
            mixed = int.from_bytes(digest[:4], "big") & (1 << width) - 1
            left, right, width = right, left ^ mixed, bits - width
        position = left << right_bits | right
        if position < claims:
            return position


def line_at(prizes, at):
    end = 0
    for line, prize in enumerate(prizes):
        end += prize["count"]
        if at < end:
            return line
    return None


def main(campaign_file, draws_file):
    campaign = json.load(open(campaign_file))
    seed = bytes.fromhex(campaign["seed"])
    assert commitment(seed, rules_text(campaign)) == campaign["commitment"], "the commitment is of something else"
    rows = list(csv.DictReader(open(draws_file)))
    for position, row in enumerate(rows):
        assert int(row["position"]) == position, f"position {position} is missing"
        line = line_at(campaign["prizes"], place(seed, campaign["claims"], position))
        won = ("", "", "", "")
        if line is not None:
            prize = campaign["prizes"][line]
            cash = prize["kind"] == "CASH"
            won = (str(line), prize["kind"], str(prize["amountMinor"] if cash else prize["points"]),
                   campaign["currency"] if cash else "POINT")
        assert (row["line"], row["kind"], row["amount"], row["unit"]) == won, f"position {position} won something else"
    print(f"{len(rows)} of {campaign['claims']} positions: every one is what the seed says")


if __name__ == "__main__":
    main(*sys.argv[1:])

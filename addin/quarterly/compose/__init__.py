"""From judgements to a report: sections, tables, charts and sentences, without any Excel in them."""

"""Reads {name: Vega-Lite specification} from standard input, compiles each to Vega and draws it; prints {name: [warnings, marks]}."""

import json
import sys

import vl_convert

found = {}
for name, spec in json.load(sys.stdin).items():
    vega = vl_convert.vegalite_to_vega(spec)
    svg = vl_convert.vegalite_to_svg(spec)
    found[name] = [len(vega["marks"]), svg.count("<path"), svg.count("<text"), "NaN" in svg]
print(json.dumps(found))

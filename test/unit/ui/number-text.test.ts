import { describe, expect, it } from "vitest";
import { targetLimits } from "../../../components/inspector/target-form";
import { readNumber, steppedNumber, textOfNumber } from "../../../components/ui/number-text";

describe("what is typed into a number field", () => {
  it.each([
    ["1e3", 1000],
    ["1.5e3", 1500],
    ["1,234.5", 1234.5],
    ["−3", -3],
    [".5", 0.5],
    [" 12 ", 12],
  ])("reads %s as %d", (text, value) => expect(readNumber(text, {})).toEqual({ value }));

  it.each(["3,5", "12,5", "1,50,000", "1k", "3 s", "1e400", "1e", "-", "1 0", "NaN", "Infinity", "ms"])("does not make another number of %s", (text) =>
    expect(readNumber(text, { unit: "ms" })).toHaveProperty("problem"),
  );

  it("says how decimals are written", () => expect(readNumber("12,5", {})).toEqual({ problem: "Not a number: decimals take a point" }));

  it.each([
    ["250 ms", "ms", 250],
    ["250MS", "ms", 250],
    ["12.5 %", "%", 12.5],
    ["1,000 req/s", "req/s", 1000],
    ["$5 / 1k", "/ 1k", 5],
    ["7/h", "/h", 7],
  ])("takes the field's own unit in %s", (text, unit, value) => expect(readNumber(text, { unit })).toEqual({ value }));

  it("refuses what is out of range, with the limit", () => {
    expect(readNumber("-3", { above: 0 })).toEqual({ problem: "More than 0" });
    expect(readNumber("0", { above: 0 })).toEqual({ problem: "More than 0" });
    expect(readNumber("-1", { min: 0 })).toEqual({ problem: "At least 0" });
    expect(readNumber("1001", { max: 1000 })).toEqual({ problem: "At most 1,000" });
    expect(readNumber("1.5", { integer: true })).toEqual({ problem: "A whole number is needed here" });
    expect(readNumber(" ", {})).toEqual({ problem: "A number is needed here" });
    expect(readNumber(" ", { optional: true })).toEqual({ value: undefined });
  });

  it("refuses a target of no latency", () => {
    expect(readNumber("0", { ...targetLimits("latency"), unit: "ms" })).toEqual({ problem: "More than 0" });
    expect(readNumber("0", targetLimits("costPerHour"))).toEqual({ value: 0 });
  });

  it.each([0, 12, -1234567.891, 1e-7, 1e21, 0.1 + 0.2])("shows %d so that it is read back exactly", (value) =>
    expect(readNumber(textOfNumber(value), {})).toEqual({ value }),
  );

  it("steps with the arrow keys within the limits", () => {
    expect(steppedNumber(0.3, -0.1, {})).toBe(0.2);
    expect(steppedNumber(1, -1, { above: 0 })).toBeUndefined();
  });
});

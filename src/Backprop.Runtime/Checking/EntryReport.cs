namespace Backprop.Runtime.Checking;

/// <summary>One entry of a checked array.</summary>
/// <param name="Index">Its index as it is written in code: <c>[3]</c>, <c>[3, 1]</c>.</param>
/// <param name="Analytic">The gradient as the backward pass has it.</param>
/// <param name="Numeric">The gradient by central differences.</param>
/// <param name="RelativeError">|analytic - numeric| / max(|analytic|, |numeric|); zero where both are the same.</param>
/// <param name="Right">Whether the two agree within the tolerance.</param>
public sealed record EntryReport(string Index, double Analytic, double Numeric, double RelativeError, bool Right);

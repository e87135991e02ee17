using Backprop.Analyzers.Tests.CarryStyles;

namespace Backprop.Analyzers.Tests.GradientPaths;

/// <summary>BP2001 and BP2002 over every shape in which a cell can hand its gradients back.</summary>
public class LostCarryTests
{
    public static TheoryData<string> Shapes => [.. CellShapes.All.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Carried_and_added_is_right(string shape) =>
        Sample.IsRightAndSilent(Frames.MathNet(CellShapes.Loop(shape, "da[t] + carry", read => $"carry = {read};")));

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Zeros_that_nothing_reassigns(string shape) =>
        Sample.IsWrongAndReported(Frames.MathNet(Marked(CellShapes.Loop(shape, "da[t] + carry", null), "da[t] + carry", "BP2001")));

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Reassigned_but_never_added(string shape)
    {
        var line = shape == "NoCell" ? "var back = " : "da[t]";
        return Sample.IsWrongAndReported(Frames.MathNet(Marked(CellShapes.Loop(shape, "da[t]", read => $"carry = {read};"), line, "BP2001")));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Passed_on_without_the_upstream_gradient(string shape) =>
        Sample.IsWrongAndReported(Frames.MathNet(Marked(CellShapes.Loop(shape, "carry", read => $"carry = {read};"), shape == "NoCell" ? "(carry)" : "Cell(carry", "BP2002")));

    // Marks the last line that has the text.
    private static string Marked(string code, string text, string id)
    {
        var lines = code.Split('\n');
        var index = Array.FindLastIndex(lines, line => line.Contains(text, StringComparison.Ordinal));
        lines[index] += " //! " + id;
        return string.Join('\n', lines);
    }
}

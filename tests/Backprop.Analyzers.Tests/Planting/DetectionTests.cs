using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>How many of the planted faults the rules report: the table of faults and implementations.</summary>
public class DetectionTests(ITestOutputHelper output)
{
    /// <summary>The share that is reached today. It only ever goes up.</summary>
    private const double Reached = 0.953;

    [Fact]
    public async Task Planted_faults_are_reported_by_the_right_rule_at_the_right_loop()
    {
        var outcomes = await Outcome.All;
        output.WriteLine(Table(outcomes));
        foreach (var miss in outcomes.Where(outcome => !outcome.Found))
            output.WriteLine("missed: " + miss);
        var share = (double)outcomes.Count(outcome => outcome.Found) / outcomes.Count;
        output.WriteLine($"found {outcomes.Count(outcome => outcome.Found)} of {outcomes.Count} ({share:P1})");
        Assert.True(share >= Reached, $"only {share:P1} of the planted faults are reported");
    }

    [Fact]
    public async Task One_fault_is_reported_by_one_rule()
    {
        var others = (await Outcome.All).Where(outcome => outcome.Found && outcome.Reports.Any(report => !outcome.Plant.Fault.Expected.Contains(report.Id)));
        Assert.True(!others.Any(), string.Join('\n', others));
    }

    // found/planted in each cell, n.a. where the fault cannot be made
    private static string Table(IReadOnlyList<Outcome> outcomes)
    {
        var table = new StringBuilder("| implementation |");
        table.AppendJoin("", Fault.All.Select(fault => $" {fault.Title} |")).AppendLine();
        table.Append("|---|").AppendJoin("", Fault.All.Select(_ => "---|")).AppendLine();
        foreach (var implementation in Implementation.All)
            table.Append($"| {implementation} |")
                .AppendJoin("", Fault.All.Select(fault => $" {Cell(outcomes, implementation, fault)} |")).AppendLine();
        return table.Append("| found / planted |")
            .AppendJoin("", Fault.All.Select(fault => $" {Cell(outcomes, null, fault)} |")).ToString();
    }

    private static string Cell(IReadOnlyList<Outcome> outcomes, Implementation? implementation, Fault fault)
    {
        var here = outcomes.Where(outcome => outcome.Plant.Fault == fault
            && (implementation is null || outcome.Plant.Implementation == implementation)).ToArray();
        return here.Length == 0 ? "n.a." : $"{here.Count(outcome => outcome.Found)}/{here.Length}";
    }
}

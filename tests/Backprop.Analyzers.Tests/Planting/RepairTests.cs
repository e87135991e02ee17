using Microsoft.CodeAnalysis;
using Xunit;
using Xunit.Abstractions;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>
/// A fix that is offered for a planted fault makes the gradient right again: the fixed program is compiled and checked.
/// </summary>
public class RepairTests(ITestOutputHelper output)
{
    /// <summary>So many of the planted faults are repaired by a fix today. It only ever goes up.</summary>
    private const int Reached = 52;

    [Fact]
    public async Task Every_fix_makes_the_gradient_right_again()
    {
        var repairs = new List<(string What, string Result)>();
        foreach (var outcome in await Outcome.All)
            repairs.AddRange(await Repairs(outcome));
        foreach (var (what, result) in repairs)
            output.WriteLine($"{what}: {(result == "" ? "right" : result)}");
        var wrong = repairs.Where(repair => repair.Result != "").ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
        Assert.True(repairs.Count >= Reached, $"only {repairs.Count} of the planted faults are repaired");
    }

    /// <summary>Of the implementations in which the carry is never reassigned and BP2001 says so, so many are repaired.</summary>
    private const int CarriesReached = 14;

    [Fact]
    public async Task A_carry_that_is_never_reassigned_is_carried_by_the_fix()
    {
        var lost = (await Outcome.All).Where(outcome => outcome.Plant.Fault.Marker == "carry-assign" && outcome.Reports.Any(report => report.Id == "BP2001"));
        var repaired = new HashSet<string>();
        foreach (var outcome in lost)
        {
            var repairs = (await Repairs(outcome)).ToArray();
            Assert.All(repairs, repair => Assert.Equal("", repair.Result));
            if (repairs.Length > 0) repaired.Add(outcome.Plant.Implementation.Name);
            output.WriteLine(repairs.Length > 0 ? repairs[0].What : $"{outcome.Plant}: no certain edit; {outcome.Reports.First(report => report.Id == "BP2001")}");
        }

        Assert.True(repaired.Count >= CarriesReached, $"only {repaired.Count} are repaired");
    }

    private static async Task<IEnumerable<(string What, string Result)>> Repairs(Outcome outcome)
    {
        var repairs = new List<(string, string)>();
        foreach (var report in outcome.Reports.Where(report => outcome.Plant.Fault.Expected.Contains(report.Id)))
            foreach (var (title, program) in await Repair.Fixes(outcome.Program.Tree, report))
                repairs.Add(($"{outcome.Plant}, {report.Id} \"{title}\" to {Written(outcome.Program.Tree, program)}", Check(program)));
        return repairs;
    }

    // The lines that the fix wrote.
    private static string Written(SyntaxTree before, Compilation after) =>
        string.Join(" ", after.SyntaxTrees.First().ToString().Split('\n').Except(before.ToString().Split('\n')).Select(line => line.Trim()));

    /// <summary>Empty when the program compiles and its gradient is right.</summary>
    private static string Check(Compilation program)
    {
        if (Sources.Errors(program) is [var first, ..])
            return first;
        using var network = new Network(program);
        var report = GradientProof.Run(network);
        return report.Right ? "" : report.ToString();
    }
}

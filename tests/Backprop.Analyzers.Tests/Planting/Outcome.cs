using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>What the rules said about one planted program, and whether that is the right rule at the right place.</summary>
internal sealed record Outcome(Plant Plant, PlantedProgram Program, ImmutableArray<Diagnostic> Reports)
{
    // Two tests ask for it, and it takes a while.
    private static readonly Lazy<Task<IReadOnlyList<Outcome>>> OfAllPlants = new(RunAll);

    public static Task<IReadOnlyList<Outcome>> All => OfAllPlants.Value;

    public bool Found => Reports.Any(report => Plant.Fault.Expected.Contains(report.Id) && Program.Belongs(report));

    /// <summary>The first line that the fault changed, as it stands in the planted program.</summary>
    public string ChangedLine
    {
        get
        {
            var before = Plant.Implementation.Root.ToFullString().Split('\n');
            var after = Program.Tree.ToString().Split('\n');
            var line = Enumerable.Range(0, after.Length).First(i => i >= before.Length || before[i] != after[i]);
            return $"{line + 1}: {after[line].Trim()}";
        }
    }

    private static async Task<Outcome> Of(Plant plant)
    {
        var program = plant.Make();
        return new Outcome(plant, program, await Detection.Run(Sources.Compile(program.Tree)));
    }

    /// <summary><c>implementation | fault | expected | got | changed line</c></summary>
    public override string ToString() =>
        $"{Plant} | expected {string.Join('/', Plant.Fault.Expected)} | got {Got()} | line {ChangedLine}";

    private static async Task<IReadOnlyList<Outcome>> RunAll()
    {
        var outcomes = new List<Outcome>();
        foreach (var plant in Implementation.All.SelectMany(implementation => implementation.Plants))
            outcomes.Add(await Of(plant));
        return outcomes;
    }

    private string Got() => Reports.IsEmpty
        ? "nothing"
        : string.Join(", ", Reports.Select(report => $"{report.Id}@{report.Location.GetLineSpan().StartLinePosition.Line + 1}").Distinct());
}

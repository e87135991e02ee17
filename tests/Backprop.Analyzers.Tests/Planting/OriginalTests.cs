using Xunit;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>The implementations as they stand are right, and nothing is said about them.</summary>
public class OriginalTests
{
    public static TheoryData<string> Names => [.. Implementation.All.Select(implementation => implementation.Name)];

    [Fact]
    public void There_are_at_least_twelve() => Assert.True(Implementation.All.Count >= 12);

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_gradient_is_right(string name)
    {
        var compilation = Sources.Compile(Tree(name));
        Assert.Empty(Sources.Errors(compilation));
        using var network = new Network(compilation);
        GradientProof.Run(network).ThrowIfWrong();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nothing_is_said_about_it(string name)
    {
        var reports = Detection.Faults(await Detection.Run(Sources.Compile(Tree(name)))).ToArray();
        Assert.True(reports.Length == 0, string.Join('\n', reports.Select(report => report.ToString())));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_fault_is_planted_or_declared_impossible(string name)
    {
        var implementation = Find(name);
        var missing = Fault.All.Where(fault => implementation.Plants.All(plant => plant.Fault != fault)
            != implementation.Inapplicable.ContainsKey(fault.Marker));
        Assert.Empty(missing.Select(fault => fault.Marker));
        Assert.NotEmpty(implementation.Loops);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rules_see_no_marker(string name) => Assert.DoesNotContain("/*@", Tree(name).ToString());

    private static Implementation Find(string name) =>
        Implementation.All.Single(implementation => implementation.Name == name);

    private static Microsoft.CodeAnalysis.SyntaxTree Tree(string name) => Sources.Parse(Find(name).Root.ToFullString());
}

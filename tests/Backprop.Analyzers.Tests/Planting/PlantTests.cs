using Xunit;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>Every planted program compiles, runs and has a wrong gradient: else the fault was none.</summary>
public class PlantTests
{
    public static IEnumerable<object[]> Plants =>
        Implementation.All.SelectMany(implementation =>
            implementation.Plants.Select(plant => new object[] { implementation.Name, plant.Ordinal, plant.Fault.Title }));

    [Theory]
    [MemberData(nameof(Plants))]
    public void It_makes_the_gradient_wrong(string name, int ordinal, string title)
    {
        var plant = Implementation.All.Single(implementation => implementation.Name == name).Plants[ordinal];
        var compilation = Sources.Compile(plant.Make().Tree);
        Assert.True(Sources.Errors(compilation).Count == 0, $"{plant}: {string.Join('\n', Sources.Errors(compilation))}");
        using var network = new Network(compilation);
        var report = GradientProof.Run(network);
        Assert.Equal(title, plant.Fault.Title);
        Assert.False(report.Right, $"{plant}: the gradient is still right");
        Assert.True(report.Worst.Worst.RelativeError > GradientProof.Wrong, $"{plant}: {report}");
    }
}

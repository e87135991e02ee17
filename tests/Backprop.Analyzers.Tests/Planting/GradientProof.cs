using Backprop.Runtime.Checking;

namespace Backprop.Analyzers.Tests.Planting;

/// <summary>The runtime's gradient check on a compiled program, at a fixed random point: five steps, two inputs, two outputs.</summary>
internal static class GradientProof
{
    /// <summary>A planted fault shows at least this relative error in some entry; right gradients stay below 1e-6.</summary>
    public const double Wrong = 1e-3;

    private const int Width = 2;
    private const int Steps = 5;

    public static GradientReport Run(Network network)
    {
        var random = new Random(20261122);
        var inputs = Rows(() => [.. Enumerable.Range(0, Width).Select(_ => random.NextDouble() * 2 - 1)]);
        var targets = Rows(() => Distribution(random.NextDouble()));
        var parameters = Enumerable.Range(0, network.ParameterCount).Select(_ => random.NextDouble() * 1.6 - 0.8).ToArray();
        return new GradientCheck(() => network.Loss(parameters, inputs, targets))
            .Of("parameters", parameters, network.Gradient(parameters, inputs, targets))
            .Run();
    }

    private static double[][] Rows(Func<double[]> row) => [.. Enumerable.Range(0, Steps).Select(_ => row())];

    // The targets add up to one, as a softmax head needs them.
    private static double[] Distribution(double first) => [first, 1 - first];
}

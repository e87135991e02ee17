namespace Backprop.Analyzers.Tests.Planting;

/// <summary>
/// How far a program's gradient is from the slope of its own loss, by central differences at a fixed random point: the norm
/// of the difference over the sum of the norms. Right gradients land near 1e-10, wrong ones above 1e-3.
/// </summary>
internal static class GradientProof
{
    public const double Right = 1e-7;

    public const double Wrong = 1e-4;

    private const double Step = 1e-5;
    private const int Inputs = 2;
    private const int Targets = 2;
    private const int Steps = 5;

    public static double RelativeError(Network network)
    {
        var random = new Random(20261122);
        var inputs = Rows(random, Inputs, _ => random.NextDouble() * 2 - 1);
        var targets = Rows(random, Targets, _ => 0).Select(_ => Distribution(random)).ToArray();
        var parameters = Enumerable.Range(0, network.ParameterCount).Select(_ => random.NextDouble() * 1.6 - 0.8).ToArray();
        var claimed = network.Gradient(parameters, inputs, targets);
        if (claimed.Length != parameters.Length)
            throw new InvalidOperationException($"gradient has {claimed.Length} entries for {parameters.Length} parameters");
        var slope = parameters.Select((_, index) => Slope(network, parameters, index, inputs, targets)).ToArray();
        return Difference(claimed, slope);
    }

    private static double Slope(Network network, double[] parameters, int index, double[][] inputs, double[][] targets)
    {
        double At(double offset)
        {
            var moved = (double[])parameters.Clone();
            moved[index] += offset;
            return network.Loss(moved, inputs, targets);
        }

        return (At(Step) - At(-Step)) / (2 * Step);
    }

    private static double Difference(double[] claimed, double[] slope)
    {
        double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));
        return Norm(claimed.Zip(slope, (c, s) => c - s)) / (Norm(claimed) + Norm(slope));
    }

    private static double[][] Rows(Random random, int width, Func<int, double> value) =>
        [.. Enumerable.Range(0, Steps).Select(_ => Enumerable.Range(0, width).Select(value).ToArray())];

    // The targets add up to one, as a softmax head needs them.
    private static double[] Distribution(Random random)
    {
        var first = random.NextDouble();
        return [first, 1 - first];
    }
}

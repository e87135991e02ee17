namespace Backprop.Analyzers.Knowledge;

/// <summary>
/// The names under which libraries offer functions built on the exponential. Only a gate: code that mentions none of them,
/// nor anything that leads to one, evaluates no activation that is worth a report.
/// </summary>
internal static class CostlyNames
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Tanh", "Sinh", "Cosh", "Sech", "Tan", "Exp", "Exp2", "Exp10", "ExpM1", "Exp2M1", "Exp10M1", "ExponentialMinusOne",
        "Sigmoid", "Logistic", "Expit", "LogSigmoid", "SoftMax", "LogSoftMax", "Softplus", "Erf", "Gelu", "Silu", "Mish",
        "PointwiseTanh", "PointwiseExp", "PointwiseCosh", "PointwiseSinh", "PointwiseTan",
        "Tanh_", "Sigmoid_", "Exp_", "Exp2_", "Expm1_",
    };

    // Math.Pow(Math.E, x): the word beside Pow, which alone is everywhere.
    private const string Base = "E";

    public static IReadOnlyCollection<string> All { get; } =
        Names.Concat(Names.Select(name => char.ToLowerInvariant(name[0]) + name.Substring(1))).Append(Base).ToArray();

    public static bool Contains(string name) => Names.Contains(name);
}

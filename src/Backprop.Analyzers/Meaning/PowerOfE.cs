using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary><c>Math.Pow(Math.E, -x)</c>: the exponential, where nobody thought of Exp.</summary>
internal static class PowerOfE
{
    // MathF.E is as near as a float can be.
    private const double Tolerance = 1e-6;

    public static bool Is(IInvocationOperation call) => call is { TargetMethod: { Name: "Pow" or "pow" } method, Arguments.Length: 2 }
        && !method.IsFromSource() && call.Arguments.Any(argument => argument is { Parameter.Ordinal: 0, Value.ConstantValue: { HasValue: true, Value: var constant } } && IsE(constant));

    private static bool IsE(object? constant) => constant switch
    {
        double number => Math.Abs(number - Math.E) < Tolerance,
        float number => Math.Abs(number - Math.E) < Tolerance,
        _ => false,
    };
}

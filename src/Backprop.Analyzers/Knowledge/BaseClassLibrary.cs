namespace Backprop.Analyzers.Knowledge;

/// <summary>Functions of one number in the base class library: Math, MathF, double.Tanh, and generic math's T.Tanh.</summary>
internal static class BaseClassLibrary
{
    public static IReadOnlyList<string> MathTypes { get; } = ["System.Math", "System.MathF"];

    /// <summary>Where <c>double.Tanh</c> and <c>T.Tanh</c> bind.</summary>
    public static IReadOnlyList<string> GenericMathTypes { get; } =
    [
        "System.Double", "System.Single", "System.Half", "System.Decimal", "System.Int32", "System.Int64",
        "System.Numerics.IHyperbolicFunctions`1", "System.Numerics.IExponentialFunctions`1", "System.Numerics.IRootFunctions`1",
        "System.Numerics.IPowerFunctions`1", "System.Numerics.ILogarithmicFunctions`1", "System.Numerics.ITrigonometricFunctions`1",
        "System.Numerics.IFloatingPointIeee754`1", "System.Numerics.IFloatingPoint`1", "System.Numerics.INumber`1",
        "System.Numerics.INumberBase`1",
    ];

    /// <summary>Members of Math and MathF.</summary>
    public static IReadOnlyDictionary<string, Elementary> MathMembers { get; } = new Dictionary<string, Elementary>
    {
        ["Tanh"] = Elementary.Tanh,
        ["Sinh"] = Elementary.Sinh,
        ["Cosh"] = Elementary.Cosh,
        ["Asinh"] = Elementary.Asinh,
        ["Acosh"] = Elementary.Acosh,
        ["Atanh"] = Elementary.Atanh,
        ["Exp"] = Elementary.Exp,
        ["Log"] = Elementary.Log,
        ["Log2"] = Elementary.Log2,
        ["Log10"] = Elementary.Log10,
        ["Sqrt"] = Elementary.Sqrt,
        ["Cbrt"] = Elementary.Cbrt,
        ["ReciprocalEstimate"] = Elementary.Reciprocal,
        ["ReciprocalSqrtEstimate"] = Elementary.ReciprocalSqrt,
        ["Sin"] = Elementary.Sin,
        ["Cos"] = Elementary.Cos,
        ["Tan"] = Elementary.Tan,
        ["Asin"] = Elementary.Asin,
        ["Acos"] = Elementary.Acos,
        ["Atan"] = Elementary.Atan,
        ["Abs"] = Elementary.Abs,
        ["Sign"] = Elementary.Sign,
        ["Floor"] = Elementary.Floor,
        ["Ceiling"] = Elementary.Ceiling,
        ["Round"] = Elementary.Round,
        ["Truncate"] = Elementary.Truncate,
    };

    /// <summary>Further members of the numeric types and of the generic-math interfaces.</summary>
    public static IReadOnlyDictionary<string, Elementary> GenericMathMembers { get; } = new Dictionary<string, Elementary>
    {
        ["Exp2"] = Elementary.Exp2,
        ["Exp10"] = Elementary.Exp10,
        ["ExpM1"] = Elementary.ExpM1,
        ["Exp2M1"] = Elementary.Exp2M1,
        ["Exp10M1"] = Elementary.Exp10M1,
        ["LogP1"] = Elementary.LogP1,
        ["Log2P1"] = Elementary.Log2P1,
        ["Log10P1"] = Elementary.Log10P1,
        ["TanPi"] = Elementary.TanPi,
    };

    /// <summary>Their members that are the larger of two numbers.</summary>
    public static IReadOnlyList<string> Maxima { get; } = ["Max", "MaxNumber"];

    public static bool IsOfNumbers(string type) => MathTypes.Contains(type) || GenericMathTypes.Contains(type);

    public static Elementary? Find(string type, string member)
        => IsOfNumbers(type) && MathMembers.TryGetValue(member, out var function) ? function
        : GenericMathTypes.Contains(type) && GenericMathMembers.TryGetValue(member, out function) ? function
        : null;
}

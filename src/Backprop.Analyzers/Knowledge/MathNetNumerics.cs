namespace Backprop.Analyzers.Knowledge;

/// <summary>A static function of one number.</summary>
internal sealed record ScalarFunction(string Type, string Member, Elementary Function);

/// <summary>MathNet.Numerics: pointwise functions of matrices and vectors, and its scalar functions.</summary>
internal static class MathNetNumerics
{
    public const string Matrix = "MathNet.Numerics.LinearAlgebra.Matrix`1";
    public const string Vector = "MathNet.Numerics.LinearAlgebra.Vector`1";
    public const string MatrixBuilder = "MathNet.Numerics.LinearAlgebra.MatrixBuilder`1";
    public const string VectorBuilder = "MathNet.Numerics.LinearAlgebra.VectorBuilder`1";
    public const string CreateMatrix = "MathNet.Numerics.LinearAlgebra.CreateMatrix";
    public const string CreateVector = "MathNet.Numerics.LinearAlgebra.CreateVector";

    /// <summary><c>z.PointwiseTanh()</c>, <c>z.PointwiseTanh(result)</c> and the static <c>Matrix&lt;double&gt;.Tanh(z)</c> (of all but Sign).</summary>
    public static IReadOnlyDictionary<string, Elementary> PointwiseFunctions { get; } = new Dictionary<string, Elementary>
    {
        ["Tanh"] = Elementary.Tanh,
        ["Exp"] = Elementary.Exp,
        ["Sqrt"] = Elementary.Sqrt,
        ["Cosh"] = Elementary.Cosh,
        ["Sinh"] = Elementary.Sinh,
        ["Tan"] = Elementary.Tan,
        ["Sin"] = Elementary.Sin,
        ["Cos"] = Elementary.Cos,
        ["Asin"] = Elementary.Asin,
        ["Acos"] = Elementary.Acos,
        ["Atan"] = Elementary.Atan,
        ["Log"] = Elementary.Log,
        ["Log10"] = Elementary.Log10,
        ["Abs"] = Elementary.Abs,
        ["Sign"] = Elementary.Sign,
        ["Floor"] = Elementary.Floor,
        ["Ceiling"] = Elementary.Ceiling,
        ["Round"] = Elementary.Round,
    };

    /// <summary>Static functions of one double outside of the linear algebra.</summary>
    public static IReadOnlyList<ScalarFunction> ScalarFunctions { get; } =
    [
        new("MathNet.Numerics.Trig", "Tanh", Elementary.Tanh),
        new("MathNet.Numerics.Trig", "Sech", Elementary.Sech),
        new("MathNet.Numerics.Trig", "Csch", Elementary.Csch),
        new("MathNet.Numerics.Trig", "Coth", Elementary.Coth),
        new("MathNet.Numerics.Trig", "Sinh", Elementary.Sinh),
        new("MathNet.Numerics.Trig", "Cosh", Elementary.Cosh),
        new("MathNet.Numerics.Trig", "Asinh", Elementary.Asinh),
        new("MathNet.Numerics.Trig", "Acosh", Elementary.Acosh),
        new("MathNet.Numerics.Trig", "Atanh", Elementary.Atanh),
        new("MathNet.Numerics.Trig", "Tan", Elementary.Tan),
        new("MathNet.Numerics.Trig", "Sin", Elementary.Sin),
        new("MathNet.Numerics.Trig", "Cos", Elementary.Cos),
        new("MathNet.Numerics.SpecialFunctions", "Logistic", Elementary.Logistic),
        new("MathNet.Numerics.SpecialFunctions", "Logit", Elementary.Logit),
        new("MathNet.Numerics.SpecialFunctions", "Erf", Elementary.Erf),
        new("MathNet.Numerics.SpecialFunctions", "Erfc", Elementary.Erfc),
        new("MathNet.Numerics.SpecialFunctions", "ExponentialMinusOne", Elementary.ExpM1),
        new("MathNet.Numerics.SpecialFunctions", "Expm1", Elementary.ExpM1),
    ];
}

namespace Backprop.Analyzers.Knowledge;

/// <summary>System.Numerics.Tensors.TensorPrimitives: <c>Tanh(x, destination)</c> and its siblings over spans.</summary>
internal static class Tensors
{
    public const string TensorPrimitives = "System.Numerics.Tensors.TensorPrimitives";

    public static IReadOnlyDictionary<string, Elementary> UnaryFunctions { get; } = new Dictionary<string, Elementary>
    {
        ["Tanh"] = Elementary.Tanh,
        ["Sigmoid"] = Elementary.Logistic,
        ["Exp"] = Elementary.Exp,
        ["Exp2"] = Elementary.Exp2,
        ["Exp10"] = Elementary.Exp10,
        ["ExpM1"] = Elementary.ExpM1,
        ["Exp2M1"] = Elementary.Exp2M1,
        ["Exp10M1"] = Elementary.Exp10M1,
        ["Sqrt"] = Elementary.Sqrt,
        ["Cbrt"] = Elementary.Cbrt,
        ["Cosh"] = Elementary.Cosh,
        ["Sinh"] = Elementary.Sinh,
        ["Tan"] = Elementary.Tan,
        ["Sin"] = Elementary.Sin,
        ["Cos"] = Elementary.Cos,
        ["Atan"] = Elementary.Atan,
        ["Asinh"] = Elementary.Asinh,
        ["Acosh"] = Elementary.Acosh,
        ["Atanh"] = Elementary.Atanh,
        ["Reciprocal"] = Elementary.Reciprocal,
        ["ReciprocalEstimate"] = Elementary.Reciprocal,
        ["ReciprocalSqrt"] = Elementary.ReciprocalSqrt,
        ["ReciprocalSqrtEstimate"] = Elementary.ReciprocalSqrt,
        ["Log"] = Elementary.Log,
        ["Log2"] = Elementary.Log2,
        ["Log10"] = Elementary.Log10,
        ["LogP1"] = Elementary.LogP1,
        ["Abs"] = Elementary.Abs,
        ["Negate"] = Elementary.Negate,
    };
}

namespace Backprop.Analyzers.Knowledge;

/// <summary>NumSharp: <c>np.tanh(z)</c>; <c>*</c> of two arrays is elementwise.</summary>
internal static class NumSharpLibrary
{
    public static TensorLibrary Table { get; } = new(
        "NumSharp.NDArray",
        ["NumSharp.np"],
        new Dictionary<string, Elementary>
        {
            ["tanh"] = Elementary.Tanh,
            ["sinh"] = Elementary.Sinh,
            ["cosh"] = Elementary.Cosh,
            ["tan"] = Elementary.Tan,
            ["sin"] = Elementary.Sin,
            ["cos"] = Elementary.Cos,
            ["exp"] = Elementary.Exp,
            ["exp2"] = Elementary.Exp2,
            ["expm1"] = Elementary.ExpM1,
            ["log"] = Elementary.Log,
            ["log1p"] = Elementary.LogP1,
            ["sqrt"] = Elementary.Sqrt,
            ["cbrt"] = Elementary.Cbrt,
            ["square"] = Elementary.Squared,
            ["reciprocal"] = Elementary.Reciprocal,
            ["negative"] = Elementary.Negate,
            ["abs"] = Elementary.Abs,
        },
        new Dictionary<string, Elementwise>
        {
            ["add"] = Elementwise.Add,
            ["subtract"] = Elementwise.Subtract,
            ["multiply"] = Elementwise.Multiply,
            ["divide"] = Elementwise.Divide,
            ["power"] = Elementwise.Power,
            ["maximum"] = Elementwise.Maximum,
            ["minimum"] = Elementwise.Minimum,
        },
        new Dictionary<string, double> { ["zeros"] = 0, ["zeros_like"] = 0, ["ones"] = 1, ["ones_like"] = 1 });
}

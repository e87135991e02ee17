namespace Backprop.Analyzers.Knowledge;

/// <summary>TorchSharp: <c>torch.tanh(z)</c>, <c>z.tanh()</c>, <c>z.tanh_()</c>; <c>*</c> is elementwise.</summary>
internal static class TorchSharpLibrary
{
    public static TensorLibrary Table { get; } = new(
        "TorchSharp.torch+Tensor",
        ["TorchSharp.torch", "TorchSharp.torch+special", "TorchSharp.torch+nn+functional", "TorchSharp.Scalar"],
        new Dictionary<string, Elementary>
        {
            ["tanh"] = Elementary.Tanh,
            ["sigmoid"] = Elementary.Logistic,
            ["expit"] = Elementary.Logistic,
            ["logit"] = Elementary.Logit,
            ["relu"] = Elementary.Relu,
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
            ["rsqrt"] = Elementary.ReciprocalSqrt,
            ["square"] = Elementary.Squared,
            ["reciprocal"] = Elementary.Reciprocal,
            ["neg"] = Elementary.Negate,
            ["negative"] = Elementary.Negate,
            ["erf"] = Elementary.Erf,
            ["abs"] = Elementary.Abs,
        },
        new Dictionary<string, Elementwise>
        {
            ["add"] = Elementwise.Add,
            ["sub"] = Elementwise.Subtract,
            ["subtract"] = Elementwise.Subtract,
            ["mul"] = Elementwise.Multiply,
            ["multiply"] = Elementwise.Multiply,
            ["div"] = Elementwise.Divide,
            ["pow"] = Elementwise.Power,
            ["maximum"] = Elementwise.Maximum,
            ["minimum"] = Elementwise.Minimum,
        },
        new Dictionary<string, double> { ["zeros"] = 0, ["zeros_like"] = 0, ["ones"] = 1, ["ones_like"] = 1 });
}

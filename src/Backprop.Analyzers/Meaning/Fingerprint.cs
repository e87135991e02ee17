using Backprop.Analyzers.Knowledge;

namespace Backprop.Analyzers.Meaning;

internal enum Form
{
    /// <summary>a = f(z).</summary>
    Function,

    /// <summary>f'(z), written from the pre-activation.</summary>
    DerivativeFromInput,

    /// <summary>f'(z), written from the output a = f(z).</summary>
    DerivativeFromOutput,
}

/// <summary>What a piece of code computes, elementwise.</summary>
internal sealed record Fingerprint(Activation Activation, Form Form);

internal enum PairVerdict
{
    Unknown,
    DerivativeFromInput,
    DerivativeFromOutput,

    /// <summary>Input and output form coincide for this function (relu).</summary>
    Both,
    Neither,
}

/// <summary>
/// What a function is to another one. For Neither: at <paramref name="Point"/> it returns <paramref name="Got"/> where the
/// derivative of the forward function is <paramref name="Wanted"/>.
/// </summary>
internal readonly record struct PairMeaning(PairVerdict Verdict, double Point = 0, double Got = 0, double Wanted = 0)
{
    public static readonly PairMeaning Unknown = new(PairVerdict.Unknown);
}

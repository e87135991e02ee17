namespace Backprop.Analyzers.Knowledge;

/// <summary>Why a derivative written from the output may have to be left alone (knowledge/derivatives.md, as data).</summary>
[Flags]
internal enum OutputFormCaveat
{
    None = 0,

    /// <summary>The output form subtracts nearly equal numbers on one side (expm1, elu, softplus): accuracy is lost there.</summary>
    Cancels = 1,

    /// <summary>Holds only for a non-negative (leaky_relu: positive) parameter.</summary>
    NeedsNonNegativeParameter = 2,

    /// <summary>Two inputs share an output: f' cannot be told from a alone (gelu, silu, mish, sin).</summary>
    NotInjective = 4,

    /// <summary>The output form needs z beside a (tanhshrink).</summary>
    NeedsInput = 8,

    /// <summary>The output form costs more than the input form (asinh, log).</summary>
    Dearer = 16,

    /// <summary>The output form is infinite or undefined at a = 0 (sqrt, cbrt).</summary>
    SingularAtZero = 32,

    /// <summary>Input and output form cost the same (relu): nothing is gained by a change.</summary>
    NothingGained = 64,
}

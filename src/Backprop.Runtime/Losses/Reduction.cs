namespace Backprop.Runtime.Losses;

/// <summary>How the losses of single examples become one number.</summary>
public enum Reduction
{
    /// <summary>
    /// The average: over examples for cross-entropy, over all entries for the squared error (PyTorch's default).
    /// </summary>
    Mean,

    /// <summary>The sum.</summary>
    Sum,
}

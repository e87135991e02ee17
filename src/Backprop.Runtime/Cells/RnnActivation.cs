namespace Backprop.Runtime.Cells;

/// <summary>The activation of a vanilla recurrent cell.</summary>
public enum RnnActivation
{
    /// <summary>The hyperbolic tangent; its derivative is 1 - a^2 of the output a.</summary>
    Tanh,

    /// <summary>max(0, z); its derivative is 1 where the output is above zero, and 0 elsewhere, as PyTorch has it.</summary>
    Relu,
}

namespace Backprop.Analyzers.Knowledge;

/// <summary>What a library call does with numbers (the roles of knowledge/dotnet-activations.md).</summary>
internal enum Role
{
    /// <summary>Returns f(z), elementwise if z is a collection.</summary>
    Activation,

    /// <summary>Writes f(src) into the last argument.</summary>
    ActivationIntoDestination,

    /// <summary>Overwrites the receiver or the first argument with f of it.</summary>
    ActivationInPlace,

    /// <summary>Combines two values element by element.</summary>
    Elementwise,
    MatrixProduct,
    OuterProduct,
    Reduction,
    Transpose,
    Copy,

    /// <summary>Creates zeros.</summary>
    Zeros,
}

/// <summary>One member of a library type; <see cref="Function"/> for those that apply a function of one number.</summary>
internal sealed record LibraryCall(string Type, string Member, Role Role, Elementary? Function = null);

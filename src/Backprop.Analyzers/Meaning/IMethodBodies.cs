using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>Where the interpreter finds code. Null means "not available": metadata, abstract, generated, or with errors.</summary>
internal interface IMethodBodies
{
    /// <summary>The operation of a method's, accessor's, constructor's or operator's declaration.</summary>
    IOperation? BodyOf(IMethodSymbol method);

    /// <summary>The same, but parts of it may not bind: to be run only, and a run that meets such a part stops there.</summary>
    IOperation? RunnableBodyOf(IMethodSymbol method);

    /// <summary>The value that a field or property is declared with.</summary>
    IOperation? InitializerOf(ISymbol fieldOrProperty);
}

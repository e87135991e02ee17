using Backprop.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>What shows a tensor's own memory: <c>a.narrow(0, 1, n)</c>, <c>a.T</c>. What is written there is written to the tensor.</summary>
internal static class TensorViews
{
    /// <summary>The tensor that an operation shows, or null where it makes a new one.</summary>
    public static IOperation? Of(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: { } tensor, TargetMethod: var method } when IsView(method) => tensor,
        IPropertyReferenceOperation { Property.IsIndexer: false, Instance: { } tensor, Property: var property } when IsView(property) => tensor,
        _ => null,
    };

    /// <summary>True for a type of which an element is a part of the same memory.</summary>
    public static bool IsTensor(ITypeSymbol? type) => type is INamedTypeSymbol named && TensorLibraries.MayBeTensor(named.Name)
        && MetadataNames.Of(named) is var full && TensorLibraries.All.Any(library => library.Tensor == full);

    private static bool IsView(ISymbol member) => TensorLibraries.Views.Contains(member.Name) && IsTensor(member.ContainingType);
}

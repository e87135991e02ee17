using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// The operations that one operation itself writes to. Unlike the compiler's data-flow analysis it lists elements, fields
/// and properties, and what a ref or out argument hands over.
/// </summary>
internal static class WriteTargets
{
    public static IEnumerable<IOperation> Of(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation assignment => Unwrap(assignment.Target),
        ICompoundAssignmentOperation compound => Unwrap(compound.Target),
        ICoalesceAssignmentOperation coalesce => Unwrap(coalesce.Target),
        IIncrementOrDecrementOperation step => Unwrap(step.Target),
        IDeconstructionAssignmentOperation deconstruction => Unwrap(deconstruction.Target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => Unwrap(argument.Value),
        IVariableDeclaratorOperation { Initializer: not null } declarator => [],
        _ => [],
    };

    /// <summary>What lies under the indices of a target, and how many indexings above it the target is: <c>a</c> and 2 of <c>a[t][i]</c>.</summary>
    public static (IOperation Root, int Depth) Root(IOperation target)
    {
        var depth = 0;
        for (var current = target; ;)
        {
            switch (current)
            {
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: depth++; current = list; continue;
                case IArrayElementReferenceOperation element: depth++; current = element.ArrayReference; continue;
                case IImplicitIndexerReferenceOperation fromEnd: depth++; current = fromEnd.Instance; continue;
                case IParenthesizedOperation inner: current = inner.Operand; continue;
                case IConversionOperation conversion: current = conversion.Operand; continue;
                case IInvocationOperation or IPropertyReferenceOperation when TensorViews.Of(current) is { } tensor: current = tensor; continue;
                default: return (current, depth);
            }
        }
    }

    /// <summary>A target's indices, the one next to the root first: <c>t</c> and <c>i</c> of <c>a[t][i]</c>.</summary>
    public static List<IOperation> IndicesOf(IOperation target)
    {
        var indices = new List<IOperation>();
        for (var current = target; ;)
        {
            switch (current)
            {
                case IArrayElementReferenceOperation element: indices.InsertRange(0, element.Indices); current = element.ArrayReference; continue;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } indexer: indices.InsertRange(0, indexer.Arguments.Select(argument => argument.Value)); current = list; continue;
                case IImplicitIndexerReferenceOperation fromEnd: indices.Insert(0, fromEnd.Argument); current = fromEnd.Instance; continue;
                case IConversionOperation conversion: current = conversion.Operand; continue;
                default: return indices;
            }
        }
    }

    private static IEnumerable<IOperation> Unwrap(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(Unwrap),
        IDeclarationExpressionOperation declaration => Unwrap(declaration.Expression),
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation inner => Unwrap(inner.Operand),
        IConditionalOperation { WhenFalse: { } otherwise } choice => Unwrap(choice.WhenTrue).Concat(Unwrap(otherwise)),
        _ => [target],
    };
}

using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>What operations write, and whether that is room for a value rather than one.</summary>
internal static class Fillings
{
    /// <summary>The target of a write, with the value where that is written here.</summary>
    public static (IOperation Target, IOperation? Value)? Of(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation set => (set.Target, set.Value),
        IAssignmentOperation other => (other.Target, null),
        IIncrementOrDecrementOperation step => (step.Target, null),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } handed => (handed.Value, null),
        _ => null,
    };

    // new double[n], new Tensor(n), 0
    public static bool IsRoom(IOperation? value) => value is not null && !OperationParts.Exists(value, part =>
        part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation and not IMethodReferenceOperation
            && part.Type?.SpecialType != SpecialType.System_Int32);
}

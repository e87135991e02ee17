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

using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>What operations write, and whether that is room for a value rather than one.</summary>
internal static class Fillings
{
    private const int DeepestArray = 4;

    /// <summary>The target of a write, with the value where that is written here.</summary>
    public static (IOperation Target, IOperation? Value)? Of(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation set => (set.Target, set.Value),
        IAssignmentOperation other => (other.Target, null),
        IIncrementOrDecrementOperation step => (step.Target, null),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } handed => (handed.Value, null),
        _ => null,
    };

    /// <summary>
    /// Whether a member may write what a field or property holds without an assignment that names it: <c>var net = cell.Net;
    /// net[i] = sum;</c>, <c>Multiply(w, x, cell.Net)</c>. What is concluded from the assignments alone holds only where none does.
    /// </summary>
    public static bool AreHidden(MemberBody body, ISymbol member, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut = null)
    {
        var written = DirectWrites.Unnamed(body, effects, leaveOut);
        for (var depth = 0; depth < DeepestArray; depth++)
            if (written.Contains(new Region(member, depth))) return true;
        return false;
    }

    // new double[n], new Tensor(n), 0
    public static bool IsRoom(IOperation? value) => value is not null && !OperationParts.Exists(value, part =>
        part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation and not IMethodReferenceOperation
            && part.Type?.SpecialType != SpecialType.System_Int32);
}

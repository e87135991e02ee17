using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>h[t - 1]</c> of an own collection whose indexer takes -1 for the last element, as Python does. Proved: the method stores the
/// state before the first step at <c>h[-1]</c>, which is the slot of the last step; a rising loop over as many steps as the
/// collection has elements fills all of them, that one too; and a loop down to 0 reads <c>h[t - 1]</c> whatever t is. At the first step it
/// gets the state of the last one.
/// </summary>
internal sealed record WrappedIndex(SyntaxNode Read, string Collection)
{
    public static IEnumerable<WrappedIndex> In(TypeModel type)
    {
        if (!MayBeIn(type)) yield break;
        foreach (var body in type.WalkingBack)
        {
            foreach (var loop in LoopSelection.OutermostLoops(body))
                if (loop is IForLoopOperation back && Falling(back) is var (counter, size))
                    foreach (var found in new Search(type, body, back, counter, size).Find()) yield return found;
        }
    }

    /// <summary>
    /// By the words: a slot that is counted from the end, in a type that calls activations or mentions what leads to some. The
    /// type need not call any itself: the steps may be other objects' work.
    /// </summary>
    public static bool MayBeIn(TypeModel type) => type.Bodies.Any(body => body.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree).Has("[-1]", block.Syntax.Span)))
        && (type.Activates || type.Bodies.Any(type.Compilation.Gate.MayActivate));

    // for (t = size - 1; t >= 0; t--)
    private static (ILocalSymbol Counter, IOperation Size)? Falling(IForLoopOperation loop) => Counter(loop, OperationKind.Decrement) is var (counter, start)
        && loop.Condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, LeftOperand: ILocalReferenceOperation { Local: var tested }, RightOperand.ConstantValue: { HasValue: true, Value: 0 } }
        && Same(tested, counter) && start is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, RightOperand.ConstantValue: { HasValue: true, Value: 1 } } last
        ? (counter, last.LeftOperand) : null;

    private static (ILocalSymbol Counter, IOperation Start)? Counter(IForLoopOperation loop, OperationKind step) => loop is
        {
            Before: [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }] }],
            AtLoopBottom: [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var counter } } by }],
        }
        && by.Kind == step && Same(declarator.Symbol, counter) && declarator.GetVariableInitializer()?.Value is { } start ? (counter, start) : null;

    private static bool Same(ISymbol? one, ISymbol? other) => SymbolEqualityComparer.Default.Equals(one, other);

    private sealed class Search(TypeModel type, MemberBody body, IForLoopOperation back, ILocalSymbol counter, IOperation size)
    {
        public IEnumerable<WrappedIndex> Find()
        {
            var reads = back.Body.Descendants().OfType<IPropertyReferenceOperation>().Where(access => At(access, counter) < 0 && !IsSet(access)).ToList();
            if (reads.Count == 0 || IsGuarded() || IsReassigned(Named(size))) yield break;
            foreach (var read in reads)
                if (read is { Instance: ILocalReferenceOperation { Local: var steps } } && Made(steps) is { Constructor: { } constructor } && IsFilled(steps)
                    && type.Compilation.FingerprintsFor(type.Cancellation).CountsFromEnd(constructor, read.Property)) yield return new WrappedIndex(read.Syntax, steps.Name);
        }

        // `t > 0 ? h[t - 1] : start`
        private bool IsGuarded() => back.Body.Descendants().Any(operation => operation is IIsPatternOperation
            || operation is IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean } test && test.Descendants().Any(part => part is ILocalReferenceOperation local && Same(local.Local, counter)));

        // var h = new Steps(size);
        private IObjectCreationOperation? Made(ILocalSymbol steps) => !IsReassigned(steps) && body.Operations.OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => Same(declarator.Symbol, steps))?.GetVariableInitializer()?.Value is IObjectCreationOperation { Arguments: [var only] } made
            && IsSize(only.Value) ? made : null;

        private bool IsSize(IOperation value) => SyntaxFactory.AreEquivalent(value.Syntax, size.Syntax);

        // h[-1] = start; for (t = 0; t < size; t++) h[t] = step(h[t - 1]);
        private bool IsFilled(ILocalSymbol steps) => body.Operations.OfType<IPropertyReferenceOperation>().Any(access => IsOf(access, steps) && IsSet(access)
                && access is { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: -1 } }] })
            && body.Operations.OfType<IForLoopOperation>().Any(loop => loop.Syntax.SpanStart < back.Syntax.SpanStart && Counter(loop, OperationKind.Increment) is var (step, start)
                && start.ConstantValue is { HasValue: true, Value: 0 } && loop.Condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan } test && IsSize(test.RightOperand)
                && Accesses(loop, steps).Any(access => At(access, step) == 0 && IsSet(access)) && Accesses(loop, steps).Any(access => At(access, step) < 0 && !IsSet(access)))
            && !Accesses(back, steps).Any(IsSet);

        private static IEnumerable<IPropertyReferenceOperation> Accesses(IForLoopOperation loop, ILocalSymbol steps) =>
            loop.Body.Descendants().OfType<IPropertyReferenceOperation>().Where(access => IsOf(access, steps));

        private static bool IsOf(IPropertyReferenceOperation access, ILocalSymbol steps) => access.Instance is ILocalReferenceOperation { Local: var local } && Same(local, steps);

        private bool IsReassigned(ISymbol? symbol) => symbol is null || body.Operations.Any(operation => operation switch
        {
            IAssignmentOperation set => Same(set.Target.Named(), symbol),
            IIncrementOrDecrementOperation step => Same(step.Target.Named(), symbol),
            IArgumentOperation { Parameter.RefKind: not RefKind.None } handed => Same(handed.Value.Named(), symbol),
            _ => false,
        });

        // `inputs` of `inputs.Length`
        private static ISymbol? Named(IOperation value) => value is IPropertyReferenceOperation { Instance: { } owner } ? Named(owner) : value.Named();

        /// <summary>The offset of `h[t - 1]` from the counter, for an own indexer; else null.</summary>
        private static int? At(IPropertyReferenceOperation access, ILocalSymbol counter)
        {
            if (access is not { Property: { IsIndexer: true } indexer, Arguments: [{ Value: var index }] } || !indexer.IsFromSource()) return null;
            return index switch
            {
                ILocalReferenceOperation { Local: var local } when Same(local, counter) => 0,
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand: ILocalReferenceOperation { Local: var local }, RightOperand.ConstantValue: { HasValue: true, Value: int by } }
                    when Same(local, counter) => -by,
                _ => null,
            };
        }

        // `h[t] = ...`, `(h[t], c[t]) = ...`
        private static bool IsSet(IOperation access)
        {
            while (access.Parent is ITupleOperation tuple) access = tuple;
            return access.Parent is IAssignmentOperation set && ReferenceEquals(set.Target, access);
        }
    }
}

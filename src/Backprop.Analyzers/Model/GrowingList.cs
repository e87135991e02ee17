using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>steps[i]</c> of a static list to which every pass adds its steps and which nothing empties: from the second pass on, the
/// caches at 0, 1, 2 ... are those of the first. Proved: the list is made once, and all that is done to it anywhere is to add
/// to it, to read its elements and to ask for its length; what is added is computed with activations; and one member, which
/// may run more than once, has the steps added and then reads them from the start, up to something that is not the list's own
/// length.
/// </summary>
internal sealed record GrowingList(SyntaxNode Read, string Name)
{
    private const int DeepestCall = 3;

    public static IEnumerable<GrowingList> In(TypeModel type)
    {
        if (!type.Activates) yield break;
        foreach (var member in type.Type.GetMembers())
            if (member is IFieldSymbol { IsStatic: true, IsConst: false, Type: INamedTypeSymbol { Name: "List", DeclaringSyntaxReferences.IsEmpty: true, TypeArguments: [{ IsReferenceType: true }] } } list && new Search(type, list).Find() is { } read)
                yield return new GrowingList(read, list.Name);
    }

    private sealed class Search(TypeModel type, IFieldSymbol list)
    {
        public SyntaxNode? Find()
        {
            if (!type.Activating.Any(body => body.Operations.Exists(IsAddition)) || IsOpen() || IsNamedElsewhere() || !type.Bodies.All(OnlyGrows)) return null;
            foreach (var body in type.Bodies)
                if (!body.HasErrors && Read(body) is { } read && Adds(body, read.Syntax.SpanStart) && MayRunAgain(body)) return read.Syntax;
            return null;
        }

        private bool IsList(IOperation? operation) => operation is IFieldReferenceOperation { Field: var field } && SymbolEqualityComparer.Default.Equals(field, list);

        private bool IsAddition(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Add", Instance: var owner } && IsList(owner);

        // Whoever uses the library may empty it.
        private bool IsOpen() => list.IsVisibleOutside() && type.Compilation.Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary;

        // A demonstration that makes one pass, in Main or called from there once, reads the steps that it has added. What an object
        // offers, and nobody here calls, is there to be called again.
        private bool MayRunAgain(MemberBody body)
        {
            if (body.Member is not IMethodSymbol method) return false;
            var calls = 0;
            foreach (var caller in type.Compilation.SharedFacts.Index.Mentioning(method.Name))
                foreach (var operation in type.Compilation.Bodies.BodyOf(caller)?.Descendants() ?? [])
                    if (operation is IInvocationOperation { TargetMethod: var target } && SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, method) && (++calls > 1 || IsInLoop(operation))) return true;
            return calls == 0 && !method.IsStatic;
        }

        // By the words of the other types: that only silences.
        private bool IsNamedElsewhere() => TreeWords.IsNamedOutside(type.Type, list.Name, type.Compilation.Compilation);

        private bool OnlyGrows(MemberBody body) => body.Operations.TrueForAll(operation => !IsList(operation) || operation.Parent switch
        {
            IInvocationOperation { TargetMethod.Name: "Add", Parent: IExpressionStatementOperation } => true,
            IPropertyReferenceOperation { Arguments: [_], Parent: var use } element => use is not IAssignmentOperation set || !ReferenceEquals(set.Target, element),
            IPropertyReferenceOperation { Property.Name: "Count" } => true,
            _ => false,
        });

        // steps[i] in `for (i = 0; i < n; i++)`, or in `for (i = n - 1; i >= 0; i--)`
        private IOperation? Read(MemberBody body)
        {
            foreach (var loop in body.Loops)
                if (loop is IForLoopOperation { Condition: IBinaryOperation test } counted && loop.Locals is [var counter] && !Mentions(counted.Condition) && !counted.Before.Any(Mentions) && WalksAll(counted, test, counter))
                    foreach (var operation in loop.Body.Descendants())
                        if (operation is IPropertyReferenceOperation { Instance: { } owner, Arguments: [{ Value: ILocalReferenceOperation { Local: var index } }] } && IsList(owner) && SymbolEqualityComparer.Default.Equals(index, counter)) return operation;
            return null;
        }

        private bool Mentions(IOperation operation) => operation.DescendantsAndSelf().Any(IsList);

        private static bool WalksAll(IForLoopOperation loop, IBinaryOperation test, ILocalSymbol counter) => loop.AtLoopBottom is [IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation { Local: var stepped } } step }]
            && SymbolEqualityComparer.Default.Equals(stepped, counter) && (step.Kind == OperationKind.Increment
                ? Start(loop)?.ConstantValue is { HasValue: true, Value: 0 }
                : test is { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: 0 } });

        private static IOperation? Start(IForLoopOperation loop) => loop.Before is [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var only] }] }] ? only.GetVariableInitializer()?.Value : null;

        // Before that, itself or in what it calls of its own type, one for each turn of a loop.
        private bool Adds(MemberBody body, int before) => body.Operations.Exists(operation => operation.Syntax.Span.End <= before && (IsAddition(operation) ? IsInLoop(operation) : Calls(operation, IsInLoop(operation), 0)));

        private bool Calls(IOperation operation, bool isRepeated, int depth) => depth < DeepestCall && operation is IInvocationOperation { TargetMethod: var method }
            && type.Bodies.FirstOrDefault(body => SymbolEqualityComparer.Default.Equals(body.Member, method)) is { } called
            && called.Operations.Exists(inner => IsAddition(inner) ? isRepeated || IsInLoop(inner) : Calls(inner, isRepeated || IsInLoop(inner), depth + 1));

        private static bool IsInLoop(IOperation operation)
        {
            for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
                if (outer is ILoopOperation) return true;
            return false;
        }
    }
}

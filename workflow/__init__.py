"""The engine: declared procedures, `fire`, events, deadlines, messages. Imports only `regime`."""

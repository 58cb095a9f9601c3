import { z } from 'zod'

// Before any schema is made: zod must not try `new Function`, which the page's content security policy forbids.
z.config({ jitless: true })
